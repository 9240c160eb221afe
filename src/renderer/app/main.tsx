import '@fontsource-variable/inter'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { toErrorData } from '../../shared/errors/index.ts'
import { createClient, createServices, ServicesProvider, type Client } from '../client/index.ts'
import { PlatformProvider } from '../ui/platform-context.ts'
import { createAppModel, type AppModel } from './create-app-model.ts'
import { BrokenWindow, ErrorBoundary } from './error-boundary.tsx'
import { describeError } from './error-copy.ts'
import { Shell } from './shell.tsx'
import './theme/base.css'
import './theme/tokens.css'

const isMac = navigator.userAgent.includes('Macintosh')

async function start(): Promise<void> {
  const root = createRoot(document.getElementById('root')!)
  const client = createClient()
  window.addEventListener('error', ({ error }) => report(client, error))
  window.addEventListener('unhandledrejection', ({ reason }) => report(client, reason))
  try {
    const model = createAppModel(await createServices(client, { isMac, describeError }))
    void model.services.documents.load()
    void model.services.order.load()
    void model.services.providers.load()
    root.render(<App model={model} />)
  } catch (error) {
    root.render(<BrokenWindow details={describeError(error).text} />)
  }
}

function App({ model }: { readonly model: AppModel }) {
  return (
    <StrictMode>
      <ErrorBoundary onError={(error, stack) => report(model.services.client, error, stack)}>
        <ServicesProvider value={model.services}>
          <PlatformProvider value={isMac}>
            <Shell model={model} />
          </PlatformProvider>
        </ServicesProvider>
      </ErrorBoundary>
    </StrictMode>
  )
}

const longestStack = 20_000

/** Kept in the log. A log that cannot be written is no reason to bother the artist. */
function report(client: Client, error: unknown, stack?: string): void {
  const text = stack ?? (error instanceof Error ? (error.stack ?? '') : '')
  client.call('app.report', { error: toErrorData(error), stack: text.slice(0, longestStack) }).catch(() => undefined)
}

void start()
