"""The forecast knows week and promotion; the order rule turns errors into euros."""

import numpy as np
import pytest
from scipy import stats

from course.simulate.data_at_scale import ordering
from course.simulate.data_at_scale.ordering import COST_SHARE, SURPLUS_SHARE
from course.simulate.data_at_scale.reading import History

NO_PROMOTION = np.zeros((1, 35, 1), bool)


def week(*values):
    return np.array(values, float)


def test_a_regular_week_is_forecast_exactly():
    pattern = week(2, 2, 2, 2, 4, 6, 3)
    sales = np.tile(pattern, 4)[None, :, None]
    forecast = ordering.seasonal_forecast(sales, np.array([0]), NO_PROMOTION)
    assert forecast[0, :, 0] == pytest.approx(pattern)


def test_a_history_that_does_not_start_on_a_week_keeps_its_weekdays():
    pattern = np.tile(week(1, 2, 3, 4, 5, 6, 7), 6)
    sales = pattern[: 7 * 4 + 3][None, :, None]
    promotion = np.zeros((1, sales.shape[1] + 7, 1), bool)
    forecast = ordering.seasonal_forecast(sales, np.array([0]), promotion)
    assert forecast[0, :, 0] / forecast.sum() == pytest.approx(week(4, 5, 6, 7, 1, 2, 3) / 28)


def test_a_promotion_in_the_past_is_not_taken_for_demand_and_a_planned_one_is():
    sales = np.full((1, 28, 1), 3.0)
    promotion = NO_PROMOTION.copy()
    promotion[:, 21:28] = True
    sales[:, 21:28] = 6.0
    promotion[:, 30] = True
    forecast = ordering.seasonal_forecast(sales, np.array([0]), promotion)
    assert forecast[0, :, 0] == pytest.approx(week(3, 3, 6, 3, 3, 3, 3))


def test_unknown_days_are_left_out_and_zeros_are_not():
    sales = np.full((1, 28, 1), 4.0)
    unknown, zero = sales.copy(), sales.copy()
    unknown[0, ::2], zero[0, ::2] = np.nan, 0

    def level(values):
        return ordering.seasonal_forecast(values, np.array([0]), NO_PROMOTION).sum()

    assert level(unknown) == pytest.approx(28)
    assert level(zero) == pytest.approx(14)


@pytest.mark.parametrize(
    ("price_is_read", "is_counted", "order"),
    [(False, False, 8), (True, False, 13), (False, True, 2), (True, True, 7)],
)
def test_a_pot_in_hamburg_is_ordered_as_the_lesson_counts_it(price_is_read, is_counted, order):
    one = np.ones((1, 1))
    history = History(
        sales=np.full((1, 28, 1), np.nan),
        known=np.zeros((1, 1), bool),
        stock=0 * one,  # the program doesn't know the article number
        price=(1.49 if price_is_read else 0) * one,
    )
    outcome = ordering.order_for_a_week(
        history,
        np.nan * one,
        list_price=np.array([1.49]),
        typical=np.array([10.0]),
        demand=10 * one,
        shelf=6 * one,
        counted=6 * one if is_counted else None,
    )
    assert outcome.order.item() == order


def test_the_reserve_is_the_quantile_of_the_newsvendor():
    price = np.array([10.0])
    margin, surplus = 10 * (1 - COST_SHARE), 10 * COST_SHARE * SURPLUS_SHARE
    expected = stats.norm.ppf(margin / (margin + surplus))
    assert ordering.service_factor(price, price) == pytest.approx(expected)


def test_yen_taken_for_euros_ask_for_more_reserve_and_net_prices_for_less():
    list_prices = np.array([10.0])
    factors = [ordering.service_factor(np.array([p]), list_prices)[0] for p in (9.26, 10.0, 1600.0)]
    assert factors == sorted(factors)
    assert factors[0] < factors[1] < factors[2]


def ordered(**changes):
    price = np.array([[10.0]])
    inputs = {
        "known": np.array([[True]]),
        "stock": np.array([[5.0]]),
        "forecast": np.array([[20.0]]),
        "demand": np.array([[20.0]]),
        "shelf": np.array([[5.0]]),
        "counted": None,
    } | changes
    history = History(np.full((1, 28, 1), 3.0), inputs["known"], inputs["stock"], price)
    return ordering.order_for_a_week(
        history,
        inputs["forecast"],
        list_price=np.array([10.0]),
        typical=np.array([20.0]),
        demand=inputs["demand"],
        shelf=inputs["shelf"],
        counted=inputs["counted"],
    )


def test_too_little_loses_margin_and_too_much_costs_a_share_of_the_goods():
    reserve = (
        round(20 + ordering.service_factor(np.array([10.0]), np.array([10.0]))[0] * 20**0.5) - 5
    )
    outcome = ordered()
    assert outcome.order[0, 0] == reserve
    assert outcome.surplus[0, 0] == pytest.approx((reserve + 5 - 20) * 10 * 0.7 * 0.08)
    assert ordered(demand=np.array([[40.0]])).lost[0, 0] == pytest.approx((40 - reserve - 5) * 3)


def test_stock_that_is_only_in_the_books_is_lost_in_sales_until_it_is_counted():
    phantom = {"stock": np.array([[30.0]]), "shelf": np.array([[0.0]])}
    assert ordered(**phantom).order[0, 0] == 0
    assert ordered(**phantom).lost[0, 0] == pytest.approx(20 * 3)
    assert ordered(**phantom, counted=np.array([[0.0]])).lost[0, 0] == 0


def test_a_product_without_history_gets_the_typical_week_and_a_lorry_has_its_limit():
    unknown = ordered(known=np.array([[False]]), forecast=np.array([[0.0]]))
    assert unknown.forecast[0, 0] == 20
    assert ordered(forecast=np.array([[20_000.0]])).forecast[0, 0] == 80


def test_the_error_is_weighted_by_demand():
    forecast, demand = np.array([1.0, 8.0]), np.array([2.0, 10.0])
    assert ordering.weighted_error(forecast, demand) == pytest.approx(3 / 12)
    with pytest.raises(ValueError, match="demand adds up to 0"):
        ordering.weighted_error(forecast, np.zeros(2))
