/** The five that photographers know, in their order. */
export const colorLabels = ['red', 'yellow', 'green', 'blue', 'purple'] as const
