import type { HandlerContext } from './handler-context.ts'
import type { Handlers } from './handlers.ts'
import { createAppHandlers } from './handlers/app-handlers.ts'
import { createCanvasHandlers } from './handlers/canvas-handlers.ts'
import { createJobsHandlers } from './handlers/jobs-handlers.ts'
import { createLibraryHandlers } from './handlers/library-handlers.ts'
import { createProvidersHandlers } from './handlers/providers-handlers.ts'

export function createHandlers(context: HandlerContext): Handlers {
  return {
    ...createAppHandlers(context),
    ...createCanvasHandlers(context),
    ...createJobsHandlers(context),
    ...createLibraryHandlers(context),
    ...createProvidersHandlers(context),
  }
}
