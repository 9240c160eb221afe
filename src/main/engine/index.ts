export { createEngine } from './create-engine.ts'
export type { EngineFacts, EngineImage, EngineModel, EngineRequest, EngineWatch, LocalEngine } from './engine.ts'
