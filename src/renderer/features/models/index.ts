export { createModelsStore, wantProvider, type ModelsStore } from './create-models-store.ts'
