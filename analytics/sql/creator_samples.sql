-- What came of the samples sent to the creator up to a day? Grain: one row.
select
    count(*) as samples,
    count(received_on) as received,
    count(posted_on) filter (received_on is not null) as posted,
    count(*) filter (state = 'overdue') as overdue,
    count(*) filter (state = 'never posted') as never_posted,
    sample_post_rate(count(posted_on) filter (received_on is not null), count(received_on))
        as sample_post_rate,
    median(posted_on - received_on) filter (posted_on >= received_on) as days_to_post
from samples_until($last_day, $currency, $merchant_id, $product_id, $creator_id)
