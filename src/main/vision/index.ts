export { createBackgroundRemoval } from './create-background-removal.ts'
export { createEmbeddings } from './create-embeddings.ts'
export { createMeaningSearch } from './create-meaning-search.ts'
export { createVision } from './create-vision.ts'
