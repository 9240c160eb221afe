export { createClient, type Client } from './client.ts'
export { type AssetCache, type AssetRecordsById } from './create-asset-cache.ts'
export { selectActiveDocument, type DocumentsStore } from './stores/create-documents-store.ts'
export { createPatientLoad, delayFor } from './stores/create-patient-load.ts'
export { selectJobsOf, type JobsStore } from './stores/create-jobs-store.ts'
export { type LedgerFilter, type LedgerState, type Spend } from './stores/create-ledger-store.ts'
export { type OrderStore } from './stores/create-order-store.ts'
export {
  selectHeld,
  selectLanes,
  selectPlaces,
  type ArrangedLane,
  type QueueStoreState,
  type QueueStore,
} from './stores/create-queue-store.ts'
export { type PromptCollection, type PromptsStore } from './stores/create-prompts-store.ts'
export { type ProviderChange, type ProvidersStore } from './stores/create-providers-store.ts'
export { findReference, type ReferencesStore } from './stores/create-references-store.ts'
export { modelInUse, type InstalledVisionModels } from './stores/create-vision-store.ts'
export { type KeymapStore, type SettingsClientStore } from './stores/create-settings-store.ts'
export {
  type CaptureSource,
  type Intent,
  type Intents,
  type Notice,
  type ProviderField,
  type RecalledPart,
  type ReferencesOpening,
} from './intents.ts'
export { copyImage } from './copy-image.ts'
export { createServices, ServicesProvider, useServices, type ErrorText, type Services } from './services.ts'
export { useCover, type Cover } from './use-cover.ts'
export { takeDropped } from './take-dropped.ts'
export { useCountdown } from './use-countdown.ts'
export { useWork } from './use-work.ts'
export {
  useActiveDocument,
  useAsset,
  useDeveloperName,
  useFavorite,
  useFoundModel,
  useKeymap,
  useProviders,
  useReferences,
  useSetInFile,
  useSettings,
} from './use-stores.ts'
