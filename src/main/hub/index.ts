export {
  folderCatalogue,
  modelCatalogue,
  offeredModels,
  type CatalogueFolder,
  type CatalogueModel,
} from './catalogue.ts'
export { createHub, hubAddress, hubAddressOf } from './hub.ts'
export { createModelDownloads } from './model-downloads.ts'
export type { HubLicense } from './hub.ts'
export type { DownloadView, ModelDownloads, ModelSource } from './model-downloads.ts'
export type { DownloadPlan } from './plan-download.ts'
export { searchHub } from './search-hub.ts'
