"""Every form, in the order the page lists them."""

from partywork.exports.forms import development, dues, handbook, minutes, rectification, roster, sign_in, visit_records
from partywork.exports.kinds import FormKind

FORMS: tuple[FormKind, ...] = (
    minutes.KIND,
    sign_in.KIND,
    roster.KIND,
    dues.MONTH_KIND,
    dues.YEAR_KIND,
    visit_records.KIND,
    rectification.KIND,
    development.KIND,
    handbook.KIND,
)
BY_CODE = {kind.code: kind for kind in FORMS}
