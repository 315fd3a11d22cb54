"""How the values of properties are to be taken: the `dg:trait` of a property, by its local name."""

from enum import StrEnum


class Trait(StrEnum):
    """A trait, as `ontology/concepts.ttl` defines it; `ontology/properties.ttl` says what has it."""

    DESCENT = "Descent"
    SUBJECT_IS_YOUNGER = "SubjectIsYounger"
    SUBJECT_IS_ELDER = "SubjectIsElder"
    DEPENDENCE = "Dependence"
    COMPOSITION = "Composition"
    REQUIREMENT = "Requirement"
    AMOUNT = "Amount"
    CERTIFICATION = "Certification"
    CONFORMANCE = "Conformance"
    COMPLETE = "Complete"
    ABSENCE = "Absence"
    SUBSTITUTION = "Substitution"
    KEY = "Key"
    MEASUREMENT = "Measurement"
