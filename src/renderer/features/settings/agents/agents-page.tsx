import { FolderPlus, X } from 'lucide-react'
import * as messages from '../../../../shared/messages/en/agents.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import { copyText } from '../../../lib/copy-text.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { AmountField } from '../amount-field.tsx'
import './agents.css'
import { CopyButton } from './copy-button.tsx'
import { HttpCard } from './http-card.tsx'
import { useAgents, type AgentsActions } from './use-agents.ts'

/** How programs connect, and what they may read, write and spend. */
export function AgentsPage() {
  const { describeError } = useServices()
  const actions = useAgents()
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">{messages.agents}</h2>
      </header>
      <div className="settings-scroll">
        <p className="agents-intro">{messages.agentsHint}</p>
        {actions.error !== null && (
          <p className="agents-problem" role="alert">
            {describeError(actions.error).text}
          </p>
        )}
        <ConnectCard actions={actions} />
        <FoldersCard actions={actions} />
        <LimitsCard actions={actions} />
        <HttpCard actions={actions} />
      </div>
    </section>
  )
}

interface CardProps {
  readonly actions: AgentsActions
}

function ConnectCard({ actions: { view } }: CardProps) {
  const configuration = view?.configuration ?? ''
  return (
    <section className="settings-card" aria-labelledby="agents-connect">
      <div className="agents-row">
        <h3 id="agents-connect">{messages.connectAgent}</h3>
        <CopyButton
          label={messages.copyConfiguration}
          isDisabled={view === null}
          onCopy={async () => copyText(configuration)}
        />
      </div>
      <p className="settings-note">{messages.connectAgentHint}</p>
      {/* A long line is scrolled to, with the keyboard too. */}
      <pre className="agents-configuration" tabIndex={0} role="region" aria-label={messages.clientConfiguration}>
        {configuration}
      </pre>
    </section>
  )
}

function FoldersCard({ actions: { view, run } }: CardProps) {
  const { folders, outputFolder } = useSettings((each) => each.agents)
  return (
    <section className="settings-card" aria-labelledby="agents-folders">
      <h3 id="agents-folders">{messages.folders}</h3>
      <p className="settings-note">{messages.foldersHint}</p>
      <h4>{messages.allowedFolders}</h4>
      {folders.length === 0 ? (
        <p className="settings-note">{messages.noFolders}</p>
      ) : (
        <ul className="agents-folders" aria-label={messages.allowedFolders}>
          {folders.map((folder) => (
            <li key={folder}>
              <span className="selectable">{folder}</span>
              <IconButton
                label={messages.removeFolder({ folder })}
                size="small"
                tooltipSide="top"
                onClick={() => void run('agents.removeFolder', { path: folder })}
              >
                <X size={16} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button
          size="small"
          icon={<FolderPlus size={15} aria-hidden="true" />}
          onClick={() => void run('agents.addFolder', {})}
        >
          {messages.addFolder}
        </Button>
      </div>
      <h4>{messages.outputFolder}</h4>
      <div className="agents-row">
        <p className="selectable">{view?.outputFolder}</p>
        <Button size="small" onClick={() => void run('agents.chooseOutputFolder', {})}>
          {messages.changeOutputFolder}
        </Button>
        <Button size="small" disabled={outputFolder === null} onClick={() => void run('agents.resetOutputFolder', {})}>
          {messages.useDefaultFolder}
        </Button>
      </div>
    </section>
  )
}

function LimitsCard({ actions: { run } }: CardProps) {
  const { perSessionUsd, perDayUsd } = useSettings((each) => each.agents)
  return (
    <section className="settings-card" aria-labelledby="agents-limits">
      <h3 id="agents-limits">{messages.agentLimits}</h3>
      <div className="agents-limits">
        <AmountField
          label={messages.perSessionField}
          value={perSessionUsd}
          isZeroAllowed
          onChange={(usd) => void run('agents.setLimits', { perSessionUsd: usd, perDayUsd })}
        />
        <AmountField
          label={messages.perDayField}
          value={perDayUsd}
          isZeroAllowed
          onChange={(usd) => void run('agents.setLimits', { perSessionUsd, perDayUsd: usd })}
        />
      </div>
      <p className="settings-note">{messages.agentLimitsHint}</p>
    </section>
  )
}
