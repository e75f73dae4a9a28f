package dev.otpost.delivery;

/**
 * How deliveries leave.
 *
 * @param parallel the most attempts under way at once, at least 1
 */
public record DeliverySettings(int parallel) {}
