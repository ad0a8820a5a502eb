import threading
import time
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections, transaction
from django.utils import timezone

from jobs import services
from jobs.enums import State
from jobs.models import Heartbeat, Job
from tests.factories.jobs import JobFactory

pytestmark = pytest.mark.both_databases
KIND = "tests.note"


def boom():
    raise RuntimeError("no ink left")


@pytest.mark.django_db(transaction=True)
class TestEnqueue:
    def test_job_is_rung_after_commit_only(self, rung):
        with transaction.atomic():
            job = services.enqueue(
                kind=KIND, subject="7", owner="x", country="KZ", payload={"a": 1}
            )
            assert rung == []
        assert rung == [job.pk]
        job.refresh_from_db()
        assert (job.kind, job.subject, job.owner, job.country) == (KIND, "7", "x", "KZ")
        assert (job.payload, job.state, job.attempts) == ({"a": 1}, State.WAITING, 0)

    def test_rolled_back_transaction_leaves_no_job_and_no_ring(self, rung):
        @transaction.atomic
        def change():
            services.enqueue(kind=KIND, subject="7")
            boom()

        with pytest.raises(RuntimeError):
            change()
        assert (Job.objects.count(), rung) == (0, [])

    def test_same_key_is_one_job_rung_once(self, rung):
        first = services.enqueue(kind=KIND, subject="7", key="letter:7")
        again = services.enqueue(kind=KIND, subject="7", key="letter:7")
        other = services.enqueue(kind=KIND, subject="8", key="letter:8")
        assert first == again
        assert rung == [first.pk, other.pk]

    def test_same_key_after_the_job_is_done_does_not_start_it_again(self, rung, does):
        calls = does(KIND)
        job = services.enqueue(kind=KIND, subject="7", key="letter:7")
        services.run(job.pk)
        services.enqueue(kind=KIND, subject="7", key="letter:7")
        assert services.run_due() == 0
        assert len(calls) == 1

    def test_jobs_without_key_are_separate(self, rung):
        pks = {services.enqueue(kind=KIND, subject="7").pk for _ in range(2)}
        assert len(pks) == 2

    def test_bell_that_breaks_does_not_break_the_commit(self, monkeypatch):
        monkeypatch.setattr("jobs.registry._bells", [lambda _id: boom()])
        services.enqueue(kind=KIND, subject="7")
        assert Job.objects.count() == 1


@pytest.mark.django_db
class TestRun:
    def test_done_job_keeps_its_end_and_frees_its_lease(self, does):
        calls = does(KIND)
        job = JobFactory(subject="7", payload={"a": 1})
        assert services.run(job.pk) == State.DONE
        job.refresh_from_db()
        assert calls == [("7", {"a": 1})]
        assert (job.state, job.attempts, job.error, job.lease_until) == (State.DONE, 1, "", None)
        assert job.finished_at is not None

    def test_done_job_does_not_run_again(self, does):
        calls = does(KIND)
        job = JobFactory()
        services.run(job.pk)
        assert services.run(job.pk) is None
        assert len(calls) == 1

    def test_absent_job_is_nothing_to_do(self):
        assert services.run(404) is None

    def test_unknown_kind_fails_at_once_and_says_so(self):
        job = JobFactory(kind="tests.nobody")
        assert services.run(job.pk) == State.FAILED
        job.refresh_from_db()
        assert (job.state, job.attempts) == (State.FAILED, 1)
        assert job.error.startswith("NoHandler")
        assert "no room does jobs of kind tests.nobody" in job.error

    def test_raising_handler_is_tried_again_with_growing_pauses_then_failed(self, does):
        calls = does(KIND, boom)
        job = JobFactory()
        with time_machine.travel(timezone.now(), tick=False) as clock:
            pauses = []
            for _ in services.PAUSES:
                assert services.run(job.pk) == State.WAITING
                assert services.run(job.pk) is None
                job.refresh_from_db()
                pauses.append(job.available_at - timezone.now())
                clock.shift(pauses[-1])
            assert services.run(job.pk) == State.FAILED
        job.refresh_from_db()
        assert tuple(pauses) == services.PAUSES == tuple(sorted(services.PAUSES))
        assert (job.state, job.attempts, len(calls)) == (State.FAILED, 6, 6)
        assert job.error.startswith("RuntimeError (tests/jobs/test_services.py:")
        assert job.error.endswith("no ink left")

    def test_success_after_a_failure_clears_the_error(self, does):
        does(KIND, boom)
        job = JobFactory()
        services.run(job.pk)
        does(KIND)
        with time_machine.travel(timezone.now() + timedelta(minutes=1)):
            assert services.run(job.pk) == State.DONE
        job.refresh_from_db()
        assert (job.state, job.error) == (State.DONE, "")

    def test_failing_write_inside_a_handler_leaves_nothing_of_it(self, does):
        @transaction.atomic
        def half():
            services.beat("half")
            boom()

        does(KIND, half)
        services.run(JobFactory().pk)
        assert Heartbeat.objects.count() == 0

    def test_slow_worker_whose_job_was_taken_over_writes_no_end(self, does):
        job = JobFactory()

        def overtaken():
            Job.objects.filter(pk=job.pk).update(attempts=2)

        does(KIND, overtaken)
        services.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempts, job.finished_at) == (State.RUNNING, 2, None)


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("Key (email)=(aida@example.org) already exists.", "Key (email)=[value] already exists."),
        ("cannot write to aida@example.org now", "cannot write to [mail] now"),
        ("invalid literal for int(): 'Аида Серикова'", "invalid literal for int(): [value]"),
        ("no such number +7 701 123 45 67", "no such number [number]"),
        ("first line\nDETAIL: Аида", "first line"),
        ("", ""),
    ],
)
def test_error_text_keeps_no_personal_values(message, kept):
    assert services.describe(ValueError(message)) == f"ValueError: {kept}".rstrip(": ")


def test_error_text_is_bounded():
    assert len(services.describe(ValueError("x " * 100_000))) < 400


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    def test_two_threads_claim_one_job_once(self):
        job = JobFactory()
        barrier, won = threading.Barrier(2), []

        def claim():
            barrier.wait()
            won.append(services.claim(job.pk) is not None)
            connections.close_all()

        threads = [threading.Thread(target=claim) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        job.refresh_from_db()
        assert sorted(won) == [False, True]
        assert job.attempts == 1

    def test_long_job_keeps_its_lease(self, does, monkeypatch):
        monkeypatch.setattr(services, "RENEW_SECONDS", 0.05)
        job, renewed = JobFactory(), threading.Event()
        leases, old = set(), timezone.now() - timedelta(hours=1)
        Heartbeat.objects.create(name=Heartbeat.WORKER, at=old)

        def long():
            for _ in range(200):
                leases.add(Job.objects.get(pk=job.pk).lease_until)
                if len(leases) > 2:
                    renewed.set()
                    return
                time.sleep(0.02)

        does(KIND, long)
        assert services.run(job.pk) == State.DONE
        assert renewed.is_set()
        assert Heartbeat.objects.get().at > old, "a busy worker is not silent"


@pytest.mark.django_db
class TestSweep:
    def test_job_nobody_heard_of_is_rung_again_once_in_a_while(self, rung):
        job = JobFactory()
        assert services.sweep() == 0
        with time_machine.travel(timezone.now() + services.RING_AGAIN + timedelta(seconds=1)):
            assert services.sweep() == 1
            assert services.sweep() == 0
        assert rung == [job.pk]

    def test_pausing_and_running_and_ended_jobs_are_left_alone(self, rung):
        now, old = timezone.now(), timezone.now() - timedelta(hours=1)
        JobFactory(available_at=now + timedelta(minutes=2), rung_at=old)
        JobFactory(state=State.RUNNING, lease_until=now + timedelta(seconds=20), rung_at=old)
        JobFactory(state=State.DONE, finished_at=old, rung_at=old)
        JobFactory(state=State.FAILED, finished_at=old, rung_at=old)
        assert (services.sweep(), rung) == (0, [])

    def test_expired_lease_is_rung_claimed_and_done(self, rung, does):
        calls = does(KIND)
        old = timezone.now() - timedelta(minutes=1)
        job = JobFactory(state=State.RUNNING, attempts=1, lease_until=old, rung_at=old)
        assert services.sweep() == 1
        assert services.run(rung[0]) == State.DONE
        job.refresh_from_db()
        assert (job.attempts, len(calls)) == (2, 1)

    def test_job_that_loses_every_worker_ends_failed(self, rung):
        old = timezone.now() - timedelta(minutes=1)
        job = JobFactory(
            state=State.RUNNING, attempts=services.MAX_ATTEMPTS, lease_until=old, rung_at=old
        )
        assert (services.sweep(), services.claim(job.pk)) == (0, None)
        job.refresh_from_db()
        assert job.state == State.FAILED
        assert job.error == "The worker was lost in each of 6 attempts."

    def test_old_done_jobs_are_forgotten_unless_a_key_keeps_them(self):
        old = timezone.now() - services.KEEP_DONE - timedelta(days=1)
        JobFactory(state=State.DONE, finished_at=old)
        keyed = JobFactory(state=State.DONE, finished_at=old, key="letter:1")
        failed = JobFactory(state=State.FAILED, finished_at=old)
        services.sweep()
        assert set(Job.objects.all()) == {keyed, failed}

    def test_queries_do_not_grow_with_the_queue(self, rung, django_assert_num_queries):
        old = timezone.now() - timedelta(hours=1)
        for _ in range(3):
            JobFactory(rung_at=old, available_at=old)
        with django_assert_num_queries(4):
            services.sweep()


@pytest.mark.django_db
def test_retry_lets_failed_jobs_of_a_kind_start_afresh(does, rung):
    ours = JobFactory(state=State.FAILED, attempts=6, error="x", finished_at=timezone.now())
    other = JobFactory(kind="tests.other", state=State.FAILED, attempts=6)
    assert services.retry(kind=KIND) == 1
    services.sweep()
    calls = does(KIND)
    assert rung == [ours.pk]
    assert services.run(ours.pk) == State.DONE
    other.refresh_from_db()
    assert (other.state, len(calls)) == (State.FAILED, 1)


@pytest.mark.django_db
def test_run_due_does_what_is_due_in_order(does):
    calls = does(KIND)
    JobFactory(subject="2")
    JobFactory(subject="1", available_at=timezone.now() - timedelta(hours=1))
    JobFactory(subject="later", available_at=timezone.now() + timedelta(hours=1))
    assert services.run_due() == 2
    assert [subject for subject, _ in calls] == ["1", "2"]


@pytest.mark.django_db
def test_beat_keeps_one_row():
    services.beat()
    services.beat()
    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["worker"]


def test_tests_run_on_a_file_so_that_threads_compete():
    assert connection.vendor != "sqlite" or "mode=memory" not in str(
        connection.settings_dict["NAME"]
    )
