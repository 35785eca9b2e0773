"""Who buys."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Customer:
    name: str
    member_since: int = 0

    @property
    def is_member(self):
        return self.member_since > 0

    def years_of_membership(self, year):
        if not self.is_member:
            return 0
        return year - self.member_since
