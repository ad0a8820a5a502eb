"""What a campaign saw."""

from dataclasses import dataclass, field


@dataclass
class Tally:
    """`faults` is empty when nothing was lost or doubled, and everything was really tried."""

    saves: int = 0
    answers: int = 0
    issues: int = 0
    acknowledged: int = 0
    graded: int = 0
    retries: int = 0
    server_kills: int = 0
    kills_in_request: int = 0
    worker_kills: int = 0
    kills_before_certificate: int = 0
    kills_after_certificate: int = 0
    slowest_recovery: float = 0.0
    slowest_after_kill: float = 0.0
    controls: dict[str, bool] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def kills_in_issue(self) -> int:
        """Kills that met a running issue job: its row was still `running` afterwards."""
        return self.kills_before_certificate + self.kills_after_certificate

    def control(self, name: str, seen: bool) -> None:
        """What a check made of something that it must notice; not noticing is a fault."""
        self.controls[name] = seen
        if not seen:
            self.faults.append(f"the check does not see its control: {name}")
