export { createEmbeddings } from './create-embeddings.ts'
export { createVision } from './create-vision.ts'
