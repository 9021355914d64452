"""The days a figure is about."""

from dataclasses import dataclass
from datetime import date

from partywork.common.periods import Period, Span, Stretch


@dataclass(frozen=True)
class Window:
    """A period as known on the data date (数据截至): flows up to ``on``, stocks on ``on``."""

    period: Period | Stretch
    data_date: date

    @property
    def on(self) -> date:
        """The day stocks are counted: the data date, at the latest the period's last day."""
        return min(self.data_date, self.period.end)

    @property
    def span(self) -> Span:
        return self.period.clipped(self.data_date)

    @property
    def is_future(self) -> bool:
        return self.data_date < self.period.start
