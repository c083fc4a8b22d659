-- What is there to know of each candidate before asking? Grain: a creator of $creator_ids; what
-- collaborations tell comes from the viewer's own shops, or from five others at least; whether there
-- was a contact, from the shop asked for.
with

wanted as (
    select unnest($creator_ids) as creator_id
),

own as (
    select
        creator_id,
        count(*) filter (where sample_received_at is not null) as samples_received,
        count(*) filter (where sample_received_at is not null and posted_at is not null)
            as samples_posted,
        median(commission_rate) as commission_rate,
        median(flat_fee) filter (where flat_fee > 0 and currency = $currency) as flat_fee,
        count(*) filter (
            where merchant_id = $merchant_id
                and (invited_at is not null or sample_requested_at is not null)
        ) as contacts,
        count(*) filter (
            where merchant_id = $merchant_id and posted_at is not null and ended_at is null
        ) as running
    from collaborations
    group by creator_id
),

own_days as (
    select creator_id, median(posted_on - received_on) as days_to_post
    from samples
    where posted_on >= received_on
    group by creator_id
),

reach as (
    select creator_id, sum(views) as views
    from daily
    where day between cast($last_day as date) - 27 and $last_day and creator_id is not null
    group by creator_id
)

select
    c.creator_id,
    c.handle,
    c.tier,
    c.country,
    c.followers,
    array_to_string(c.categories, ', ') as categories,
    coalesce(o.samples_received, b.samples_received) as samples_received,
    coalesce(o.samples_posted, b.samples_posted) as samples_posted,
    sample_post_rate(
        coalesce(o.samples_posted, b.samples_posted),
        coalesce(o.samples_received, b.samples_received)
    ) as sample_post_rate,
    coalesce(d.days_to_post, b.days_to_post) as days_to_post,
    coalesce(o.commission_rate, b.commission_rate) as commission_rate,
    cast(o.flat_fee as bigint) as flat_fee,
    coalesce(o.contacts, 0) > 0 as is_contacted,
    coalesce(o.running, 0) > 0 as works_with_me,
    cast(r.views as bigint) as views
from wanted as w
inner join creators as c on w.creator_id = c.creator_id
left join own as o on c.creator_id = o.creator_id
left join own_days as d on c.creator_id = d.creator_id
left join benchmark_terms_by_creator() as b on c.creator_id = b.creator_id
left join reach as r on c.creator_id = r.creator_id
