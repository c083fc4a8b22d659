-- Definitions of every metric, version 1; arguments are sums over the rows asked about.
-- Money stays in minor units; a share is 0 to 1; an empty denominator gives an empty value.
create or replace macro share_of(part, whole) as part / nullif(whole, 0);
create or replace macro ctr(clicks, impressions) as share_of(clicks, impressions);
create or replace macro ctor_orders(orders, clicks) as share_of(orders, clicks);
create or replace macro ctor_sku_orders(sku_orders, clicks) as share_of(sku_orders, clicks);
create or replace macro cvr(converted_clicks, clicks) as share_of(converted_clicks, clicks);
create or replace macro watch_gpm(gmv, views) as 1000 * share_of(gmv, views);
create or replace macro show_gpm(gmv, impressions) as 1000 * share_of(gmv, impressions);
create or replace macro aov(gmv, orders) as share_of(gmv, orders);
create or replace macro units_per_order(units, orders) as share_of(units, orders);
create or replace macro attributed_share(attributed_gmv, gmv) as share_of(attributed_gmv, gmv);
create or replace macro refund_rate(refunded, gmv) as share_of(refunded, gmv);
create or replace macro sample_post_rate(posted, received) as share_of(posted, received);
create or replace macro contribution_margin(
    net_gmv, commission, platform_fee, flat_fee, sample_cost, goods_cost
) as net_gmv - commission - platform_fee - flat_fee - sample_cost - goods_cost;
-- A sum of commissions, known only where no line lacks its own: what is not known is never zero.
create or replace macro known_commission(commission, lines_without_commission) as
    case when coalesce(lines_without_commission, 0) = 0 then coalesce(commission, 0) end;
-- What a line's commission rate is of: its commission ÷ its rate, and where these do not tell, what
-- was paid and kept.
create or replace macro commission_base(commission, commission_rate, net_gmv) as
    case when commission is null or commission_rate = 0 then net_gmv else commission / commission_rate end;
-- Is a share above another (1), below (-1) or neither (0)? Apart by more than a fifth of the other and
-- by more than two standard errors of a difference of two proportions.
create or replace macro differs(part, whole, other_part, other_whole) as
    case
        when abs(share_of(part, whole) - share_of(other_part, other_whole)) > greatest(
            share_of(other_part, other_whole) / 5,
            2 * sqrt(
                share_of(part + other_part, whole + other_whole)
                * greatest(1 - share_of(part + other_part, whole + other_whole), 0)
                * (1 / whole + 1 / other_whole)
            )
        )
            then sign(share_of(part, whole) - share_of(other_part, other_whole))
        else 0
    end;
