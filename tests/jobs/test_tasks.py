import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django_tasks import task
from django_tasks.exceptions import InvalidTaskError
from wagtail.models import Page
from wagtail.tasks import delete_file_from_storage_task, update_reference_index_task

from jobs import services, tasks
from jobs.enums import State
from jobs.models import Heartbeat, Job
from tests.factories.jobs import JobFactory


@pytest.fixture
def broker(monkeypatch):
    """`broker(url, **options)`: the bell of this test rings there."""
    conf = current_app.conf
    before = (conf.broker_write_url, conf.broker_transport_options)

    def use(url, **options):
        conf.broker_write_url, conf.broker_transport_options = url, options
        tasks._bell.cache_clear()

    monkeypatch.setattr(tasks, "_rest_until", 0.0)
    yield use
    conf.broker_write_url, conf.broker_transport_options = before
    tasks._bell.cache_clear()


@pytest.fixture
def mute_port() -> Iterator[int]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=8) as server:
        yield server.getsockname()[1]


def messages(folder: Path):
    return [json.loads(path.read_text()) for path in folder.glob("*.msg")]


def test_bell_writes_a_message_with_the_id_only(broker, tmp_path):
    folders = dict.fromkeys(("data_folder_in", "data_folder_out", "control_folder"), str(tmp_path))
    broker("filesystem://localhost", **folders)
    tasks.ring(7)
    (message,) = messages(tmp_path)
    assert message["headers"]["task"] == "jobs.run"
    assert message["headers"]["argsrepr"] == "(7,)"


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "amqp://127.0.0.1:1//", "filesystem://x"])
def test_bell_without_broker_logs_one_line_and_rests(broker, caplog, url, tmp_path):
    absent = str(tmp_path / "absent")
    broker(url, data_folder_in=absent, data_folder_out=absent)
    tasks.ring(7)
    tasks.ring(8)
    lines = [record.getMessage() for record in caplog.records if record.name == "jobs"]
    assert len(lines) == 1
    assert "broker away" in lines[0]


@pytest.mark.parametrize("scheme", ["redis", "amqp"])
def test_bell_does_not_hang_on_a_mute_broker(broker, mute_port, scheme):
    broker(f"{scheme}://127.0.0.1:{mute_port}/0")
    thread = threading.Thread(target=tasks.ring, args=(7,), daemon=True)
    thread.start()
    thread.join(20)  # it takes half a second; without its limits it takes for ever
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_broker_down_leaves_the_answer_acknowledged_and_the_job_kept(broker):
    broker("redis://127.0.0.1:1/0")
    with transaction.atomic():
        services.beat("the change")
        job = services.enqueue(kind=tasks.PROBE, subject="probe:1")
    assert Heartbeat.objects.filter(name="the change").exists()
    assert services.run(job.pk) == State.DONE


@pytest.mark.django_db
class TestCeleryTasks:
    def test_names_are_explicit(self):
        assert {"jobs.run", "jobs.sweep", "jobs.heartbeat"} <= set(current_app.tasks)

    def test_run_does_the_job(self):
        job = JobFactory(kind=tasks.PROBE, subject="probe:1")
        tasks.run(job.pk)
        job.refresh_from_db()
        assert job.state == State.DONE

    def test_heartbeat_reports_the_worker(self):
        tasks.heartbeat()
        assert Heartbeat.objects.get().name == Heartbeat.WORKER

    def test_sweep_rings(self, rung):
        job = JobFactory()
        Job.objects.update(rung_at=job.created_at - 2 * services.RING_AGAIN)
        tasks.sweep()
        assert rung == [job.pk]

    def test_probe_done_twice_is_one_row(self):
        for _ in range(2):
            tasks.answer_probe("probe:1", {})
        assert Heartbeat.objects.filter(name="probe:1").count() == 1


@task()
def not_for_us(context): ...


@pytest.mark.django_db
class TestCmsTasks:
    @pytest.fixture
    def backend(self):
        return tasks.JobBackend("default", {})

    def test_task_of_the_cms_becomes_a_job_and_is_done(self, backend):
        name = default_storage.save("old.txt", ContentFile(b"x"))
        storage = ("django.core.files.storage.FileSystemStorage", [], {})
        backend.enqueue(delete_file_from_storage_task, [storage, name], {})
        job = Job.objects.get()
        assert (job.kind, job.subject) == (
            "wagtail.task",
            "wagtail.tasks.delete_file_from_storage_task",
        )
        assert default_storage.exists(name)
        assert services.run(job.pk) == State.DONE
        assert not default_storage.exists(name)

    def test_task_about_a_deleted_row_is_done(self, backend):
        backend.enqueue(update_reference_index_task, ["wagtailcore", "page", 0], {})
        assert not Page.objects.filter(pk=0).exists()
        assert services.run(Job.objects.get().pk) == State.DONE

    def test_task_with_context_is_refused(self, backend):
        wanting = task(takes_context=True)(not_for_us.func)
        with pytest.raises(InvalidTaskError):
            backend.enqueue(wanting, [], {})

    def test_subject_that_names_no_task_fails(self):
        job = JobFactory(kind=tasks.CMS_TASK, subject="os.getcwd", payload={"args": []})
        services.run(job.pk)
        job.refresh_from_db()
        assert "TypeError" in job.error
