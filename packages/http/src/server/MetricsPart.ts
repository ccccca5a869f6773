import { AggregatorRegistry, Registry } from 'prom-client';

/** Metrics of a process, or of the database, as they are sent between processes. */
export type MetricsPart = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

/** What of a process counts on when it has ended: a count that went back would seem to have begun anew. */
export const lastingPart = (part: MetricsPart): MetricsPart =>
  // It is a word, whatever the library's types say.
  part.filter(({ type }) => ['counter', 'histogram'].includes(String(type)));

const merged = (parts: readonly MetricsPart[]): Registry => AggregatorRegistry.aggregate([...parts]);

/** Several parts as one: counts are added, other figures as each says itself. */
export const mergeMetrics = (parts: readonly MetricsPart[]): Promise<MetricsPart> => merged(parts).getMetricsAsJSON();

/** All parts together, as Prometheus reads them. */
export const metricsText = (parts: readonly MetricsPart[]): Promise<string> => merged(parts).metrics();

export const metricsContentType = Registry.PROMETHEUS_CONTENT_TYPE;
