/** Comparisons a model needs before it gets a score. */
export const leagueLeast = 5
