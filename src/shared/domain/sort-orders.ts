export const sortOrders = ['newest', 'oldest', 'name', 'rating', 'largest', 'dearest', 'relevance'] as const
