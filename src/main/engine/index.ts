export { createEngine } from './create-engine.ts'
export { tryEngine, type Trial } from './try-engine.ts'
export { writeTinyModel } from './tiny-model.ts'
export { watchUse, type EngineUse } from './watch-use.ts'
export { createEngineFactsCache } from './facts-cache.ts'
export type {
  EngineImage,
  EngineModel,
  EngineRequest,
  EngineWatch,
  LocalEngine,
  MemoryPlan,
  MemoryPlanner,
} from './engine.ts'
export { noSaving } from './fit-memory.ts'
export { createMemoryPlanner } from './memory-planner.ts'
