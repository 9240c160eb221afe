/** Addresses of what is in the library. */
const scheme = 'atelier:/'

export const imageUri = (id: string): string => `${scheme}/image/${id}`
export const recipeUri = (id: string): string => `${scheme}/recipe/${id}`
export const collectionUri = (id: string): string => `${scheme}/collection/${id}`
export const collectionsUri = `${scheme}/collections`
