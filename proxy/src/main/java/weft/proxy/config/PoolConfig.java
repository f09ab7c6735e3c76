package weft.proxy.config;

import java.time.Duration;

/** Idle HTTP/1 connections to one endpoint: how many, and for how long. */
public record PoolConfig(int maxIdle, Duration idleTimeout) {}
