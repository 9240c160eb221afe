/** The fields that the filter panel counts by. Each is also a field of a query. */
export const facetFields = [
  'rating',
  'flag',
  'label',
  'tag',
  'provider',
  'model',
  'operation',
  'month',
  'color',
  'shape',
  'has',
  'cost',
  'format',
  'tool',
] as const
