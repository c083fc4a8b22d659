"""Every file format that can be loaded; a new one is an adapter file and a line here."""

from data.sources.adapter import Adapter
from data.sources.brand_creators import BRAND_CREATORS
from data.sources.complete_journey import COMPLETE_JOURNEY
from data.sources.contract_files import CONTRACT
from data.sources.exports.marketplace import MARKETPLACE
from data.sources.ga4 import GA4
from data.sources.live_sellers import LIVE_SELLERS
from data.sources.segment import SEGMENT

FORMATS: tuple[Adapter, ...] = (
    BRAND_CREATORS,
    COMPLETE_JOURNEY,
    LIVE_SELLERS,
    GA4,
    SEGMENT,
    MARKETPLACE,
    CONTRACT,
)
