import { Search } from 'lucide-react'
import { useState } from 'react'
import type { FoundServer, ProviderView } from '../../../shared/domain/provider.ts'
import * as messages from '../../../shared/messages/en/models.ts'
import { useProviders, useServices } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import type { Listing } from './filter-providers.ts'
import './local/local-setup-card.css'
import { ModelList } from './model-list.tsx'
import { TaskProblem } from './task-problem.tsx'
import { useBusyTask } from './use-task.ts'

interface LocalCardProps {
  /** The demo; null where none of it passes the filter. */
  readonly demo: Listing | null
  readonly hasFill: boolean
}

/** What needs no network, no key and no account. */
export function LocalCard({ demo, hasFill }: LocalCardProps) {
  if (demo === null && !hasFill) return null
  return (
    <article className="provider-card" aria-label={messages.onThisComputer}>
      <header>
        <h2>{messages.onThisComputer}</h2>
        <p className="health" data-tone="good" role="status" aria-label={messages.onComputerReady}>
          <span className="health-dot" aria-hidden="true" />
          {messages.ready}
        </p>
      </header>
      <p className="provider-privacy">{messages.worksOffline}</p>
      {hasFill && <FillRow />}
      {demo !== null && <ModelList listing={demo} />}
      {demo !== null && <Servers />}
    </article>
  )
}

/** Other programs of this computer that draw. They are looked for when the person says so. */
function Servers() {
  const { providers } = useServices()
  const known = useProviders()
  const task = useBusyTask()
  const [found, setFound] = useState<readonly FoundServer[] | null>(null)
  const use = ({ provider, baseUrl }: FoundServer) =>
    task.run(async () => {
      const own = known.find(({ id }) => id === provider)?.ownBaseUrl
      await providers.configure(provider, { isEnabled: true, baseUrl: baseUrl === own ? null : baseUrl })
      await providers.refreshModels(provider)
    })
  return (
    <section className="local-servers" aria-label={messages.serversOnThisComputer}>
      {found !== null && found.length > 0 && (
        <ul className="local-folders" aria-label={messages.serversOnThisComputer}>
          {found.map((server) => (
            <li key={server.baseUrl + server.provider}>
              <span>{server.label}</span>
              <span className="local-facts">{factsOf(server)}</span>
              {isInUse(server, known) ? (
                <span className="local-facts">{messages.inUse}</span>
              ) : (
                <Button
                  size="small"
                  disabled={task.isRunning}
                  aria-label={messages.buttonUseServer({ server: server.label })}
                  onClick={() => void use(server)}
                >
                  {messages.use}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {found?.length === 0 && (
        <p className="local-facts" role="status">
          {messages.noServersFound}
        </p>
      )}
      <TaskProblem error={task.error} />
      <div>
        <Button
          size="small"
          icon={<Search size={13} aria-hidden="true" />}
          disabled={task.isRunning}
          title={messages.findServersHint}
          onClick={() => void task.run(async () => setFound(await providers.findServers()))}
        >
          {task.isRunning ? messages.searching : messages.findRunningServers}
        </Button>
      </div>
    </section>
  )
}

function factsOf({ baseUrl, models }: FoundServer): string {
  return `${new URL(baseUrl).host} · ${models === null ? messages.loginRequired : messages.modelCount({ count: models })}`
}

function isInUse({ provider, baseUrl }: FoundServer, known: readonly ProviderView[]): boolean {
  const view = known.find(({ id }) => id === provider)
  if (view === undefined || !view.isEnabled || view.modelsRefreshedAtMs === null) return false
  return (view.baseUrl ?? view.ownBaseUrl) === baseUrl
}

function FillRow() {
  return (
    <ul className="model-list" aria-label={messages.engines}>
      <li className="model-row" data-tone="plain">
        <span className="model-row-name">{messages.contentAwareFill}</span>
        <span className="model-row-abilities">{messages.editExactMask}</span>
        <span className="model-row-actions" />
        <span className="model-row-price">{messages.free}</span>
      </li>
    </ul>
  )
}
