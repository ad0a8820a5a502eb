"""The decision form, built from a stage: answers, evidence among the pinned lines, own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from casestudies.feedback import fault_text
from casestudies.scenario.decisions import MAX_WORDS, Refusal
from casestudies.scenario.spec import Question, Stage
from casestudies.scenario.states import Decision
from casestudies.selectors import LineRow
from exercises.compile import in_language


@dataclass(frozen=True, slots=True)
class QuestionFields:
    """The bound fields of one question, for the template."""

    question: Question
    answer: forms.BoundField
    evidence: forms.BoundField | None
    words: forms.BoundField | None


class DecisionForm(forms.Form):
    """Nothing is required here: the scenario core decides what is missing."""

    def __init__(self, *args: Any, stage: Stage, pinned: Sequence[LineRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stage = stage
        lines = [(row.ref, f"{row.paper_title}, {row.number}: {row.plain}") for row in pinned]
        for question in stage.questions:
            self.fields[f"q-{question.key}"] = _answer_field(question)
            if question.evidence:
                self.fields[f"e-{question.key}"] = _evidence_field(lines)
            if question.own_words:
                self.fields[f"w-{question.key}"] = _words_field(question)

    @property
    def questions(self) -> list[QuestionFields]:
        return [
            QuestionFields(
                question,
                self[f"q-{question.key}"],
                self[f"e-{question.key}"] if question.evidence else None,
                self[f"w-{question.key}"] if question.own_words else None,
            )
            for question in self.stage.questions
        ]

    def decision(self) -> Decision:
        """What was sent, of a form without errors of its own."""
        data = self.cleaned_data
        answers: dict[str, tuple[str, ...]] = {}
        for question in self.stage.questions:
            value = data.get(f"q-{question.key}") or []
            answers[question.key] = (value,) if isinstance(value, str) else tuple(value)
        return Decision(
            self.stage.key,
            answers,
            {
                q.key: tuple(data.get(f"e-{q.key}") or [])
                for q in self.stage.questions
                if q.evidence
            },
            {q.key: data.get(f"w-{q.key}") or "" for q in self.stage.questions if q.own_words},
        )

    def refuse(self, refusal: Refusal) -> None:
        """Put the reasons of a refusal at their questions."""
        for fault in refusal.faults:
            evidence = fault.code.startswith("evidence")
            name = f"{'e' if evidence else 'q'}-{fault.question}"
            self.add_error(name if name in self.fields else None, fault_text(fault))


def initial_of(stage: Stage, draft: Mapping[str, Any]) -> dict[str, Any]:
    """A saved draft as the form's initial values."""
    answers, evidence = draft.get("answers", {}), draft.get("evidence", {})
    values: dict[str, Any] = {}
    for question in stage.questions:
        chosen = answers.get(question.key, [])
        single = question.kind == "single"
        values[f"q-{question.key}"] = (chosen[0] if chosen else "") if single else chosen
        values[f"e-{question.key}"] = evidence.get(question.key, [])
        values[f"w-{question.key}"] = draft.get("words", {}).get(question.key, "")
    return values


def _answer_field(question: Question) -> forms.Field:
    choices = [(option.key, in_language(option.text)) for option in question.options]
    label = in_language(question.prompt)
    if question.kind == "single":
        return forms.ChoiceField(
            label=label, choices=choices, required=False, widget=forms.RadioSelect
        )
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _evidence_field(lines: Sequence[tuple[str, str]]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Evidence: which pinned lines prove it?"),
        choices=lines,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _words_field(question: Question) -> forms.Field:
    return forms.CharField(
        label=in_language(question.own_words),
        max_length=MAX_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
