-- Which shops may the viewer write for? Grain: shop.
select merchant_id from merchants
