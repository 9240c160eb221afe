/** The five that photographers know, in their order. */
export const colourLabels = ['red', 'yellow', 'green', 'blue', 'purple'] as const
