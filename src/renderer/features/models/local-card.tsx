import { Search } from 'lucide-react'
import { useState } from 'react'
import type { FoundServer, ProviderView } from '../../../shared/domain/provider.ts'
import { useProviders, useServices } from '../../client/index.ts'
import { formatCount } from '../../lib/format.ts'
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
    <article className="provider-card" aria-label="On this computer">
      <header>
        <h2>On this computer</h2>
        <p className="health" data-tone="good" role="status" aria-label="On this computer: ready">
          <span className="health-dot" aria-hidden="true" />
          ready
        </p>
      </header>
      <p className="provider-privacy">no network, no key: nothing leaves this computer</p>
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
    <section className="local-servers" aria-label="Servers on this computer">
      {found !== null && found.length > 0 && (
        <ul className="local-folders" aria-label="Servers on this computer">
          {found.map((server) => (
            <li key={server.baseUrl + server.provider}>
              <span>{server.label}</span>
              <span className="local-facts">{factsOf(server)}</span>
              {isInUse(server, known) ? (
                <span className="local-facts">in use</span>
              ) : (
                <Button
                  size="small"
                  disabled={task.isRunning}
                  aria-label={`Use ${server.label}`}
                  onClick={() => void use(server)}
                >
                  Use
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {found?.length === 0 && (
        <p className="local-facts" role="status">
          No server answered. Start ComfyUI, A1111 (with --api) or sd-server, and look again.
        </p>
      )}
      <TaskProblem error={task.error} />
      <div>
        <Button
          size="small"
          icon={<Search size={13} aria-hidden="true" />}
          disabled={task.isRunning}
          title="Asks this computer for ComfyUI, A1111, Forge, SD.Next, sd-server and LocalAI on their usual ports"
          onClick={() => void task.run(async () => setFound(await providers.findServers()))}
        >
          {task.isRunning ? 'Looking…' : 'Find running servers'}
        </Button>
      </div>
    </section>
  )
}

function factsOf({ baseUrl, models }: FoundServer): string {
  return `${new URL(baseUrl).host} · ${models === null ? 'needs a login' : formatCount(models, 'model')}`
}

function isInUse({ provider, baseUrl }: FoundServer, known: readonly ProviderView[]): boolean {
  const view = known.find(({ id }) => id === provider)
  if (view === undefined || !view.isEnabled || view.modelsRefreshedAtMs === null) return false
  return (view.baseUrl ?? view.ownBaseUrl) === baseUrl
}

function FillRow() {
  return (
    <ul className="model-list" aria-label="Engines">
      <li className="model-row" data-tone="plain">
        <span className="model-row-name">Content-aware fill</span>
        <span className="model-row-abilities">edit with mask · exact</span>
        <span className="model-row-actions" />
        <span className="model-row-price">free</span>
      </li>
    </ul>
  )
}
