import type { HandlerContext, Handlers } from './handler-context.ts'
import { createAgentsHandlers } from './handlers/agents-handlers.ts'
import { createAppHandlers } from './handlers/app-handlers.ts'
import { createCanvasHandlers } from './handlers/canvas-handlers.ts'
import { createCatalogueHandlers, createVisionHandlers } from './handlers/catalogue-handlers.ts'
import { createCompareHandlers } from './handlers/compare-handlers.ts'
import { createCredentialsHandlers } from './handlers/credentials-handlers.ts'
import { createDownloadsHandlers } from './handlers/downloads-handlers.ts'
import { createEditPlansHandlers } from './handlers/edit-plans-handlers.ts'
import { createExportsHandlers } from './handlers/exports-handlers.ts'
import { createExternalHandlers } from './handlers/external-handlers.ts'
import { createGridsHandlers } from './handlers/grids-handlers.ts'
import { createImportsHandlers, createLibraryHandlers } from './handlers/library-handlers.ts'
import { createJobsHandlers } from './handlers/jobs-handlers.ts'
import { createLiveHandlers } from './handlers/live-handlers.ts'
import { createLocalHandlers } from './handlers/local-handlers.ts'
import { createMoneyHandlers } from './handlers/money-handlers.ts'
import { createPromptsHandlers } from './handlers/prompts-handlers.ts'
import { createProvidersHandlers } from './handlers/providers-handlers.ts'
import { createStorageHandlers } from './handlers/storage-handlers.ts'
import { createUpdatesHandlers } from './handlers/updates-handlers.ts'

export function createHandlers(context: HandlerContext): Handlers {
  return {
    ...createAgentsHandlers(context),
    ...createAppHandlers(context),
    ...createCanvasHandlers(context),
    ...createCatalogueHandlers(context),
    ...createCompareHandlers(context),
    ...createCredentialsHandlers(context),
    ...createDownloadsHandlers(context),
    ...createEditPlansHandlers(context),
    ...createExportsHandlers(context),
    ...createExternalHandlers(context),
    ...createGridsHandlers(context),
    ...createImportsHandlers(context),
    ...createJobsHandlers(context),
    ...createLibraryHandlers(context),
    ...createLiveHandlers(context),
    ...createLocalHandlers(context),
    ...createMoneyHandlers(context),
    ...createPromptsHandlers(context),
    ...createProvidersHandlers(context),
    ...createStorageHandlers(context),
    ...createUpdatesHandlers(context),
    ...createVisionHandlers(context),
  }
}
