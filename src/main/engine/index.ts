export { createEngine } from './create-engine.ts'
export type { EngineImage, EngineModel, EngineRequest, EngineWatch, LocalEngine } from './engine.ts'
export { tryEngine, type Trial } from './try-engine.ts'
export { writeTinyModel } from './tiny-model.ts'
