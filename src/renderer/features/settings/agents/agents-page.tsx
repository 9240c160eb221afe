import { FolderPlus, X, RefreshCw, Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import * as messages from '../../../../shared/messages/en/agents.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import { copyText } from '../../../lib/copy-text.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { AmountField } from '../amount-field.tsx'
import './agents.css'
import type { AgentHttpState } from '../../../../shared/domain/agent-settings.ts'
import { NumberField } from '../../../ui/fields/number-field.tsx'
import { SwitchField } from '../../../ui/fields/switch-field.tsx'
import { type AgentsActions, useAgents } from './use-agents.ts'

const shownMs = 2_000

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
          {messages.resetOutputFolder}
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

const portMin = 1_024

const portMax = 65_535

/** Says nothing of the token, not even its length. */
const dots = '•'.repeat(24)

/** Connections of programs that are running already. */
function HttpCard({ actions: { view, run } }: { readonly actions: AgentsActions }) {
  const { isOn, port } = useSettings((each) => each.agents.http)
  return (
    <section className="settings-card" aria-labelledby="agents-http">
      <h3 id="agents-http">{messages.http}</h3>
      <SwitchField
        label={messages.allowHttp}
        hint={messages.allowHttpHint}
        isOn={isOn}
        onChange={(turnedOn) => void run('agents.setHttp', { isOn: turnedOn, port })}
      />
      {isOn && (
        <>
          <div className="agents-http">
            <Address http={view?.http ?? { type: 'off' }} />
            <NumberField
              label={messages.port}
              value={port}
              min={portMin}
              max={portMax}
              onCommit={(next) => void run('agents.setHttp', { isOn, port: next })}
            />
          </div>
          <h4>{messages.token}</h4>
          <div className="agents-buttons">
            <span className="agents-token" role="img" aria-label={messages.hiddenToken}>
              {dots}
            </span>
            <CopyButton label={messages.copyToken} onCopy={() => run('agents.copyToken', {})} />
            <Button
              size="small"
              icon={<RefreshCw size={15} aria-hidden="true" />}
              onClick={() => void run('agents.regenerateToken', {})}
            >
              {messages.regenerateToken}
            </Button>
          </div>
          <p className="settings-note">{messages.tokenHint}</p>
        </>
      )}
    </section>
  )
}

function Address({ http }: { readonly http: AgentHttpState }) {
  return (
    <div>
      <h4>{messages.address}</h4>
      {http.type === 'listening' && <p className="agents-address selectable">{http.address}</p>}
      {http.type === 'off' && <p className="agents-address settings-note">{messages.notConnected}</p>}
      {http.type === 'failed' && (
        <p className="agents-address agents-failed" role="alert">
          {http.message}
        </p>
      )}
    </div>
  )
}

interface CopyButtonProps {
  readonly label: string
  readonly isDisabled?: boolean
  /** Returns whether it was copied. */
  readonly onCopy: () => Promise<boolean>
}

/** Copies, and says so for a moment. */
function CopyButton({ label, isDisabled = false, onCopy }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), shownMs)
    return () => clearTimeout(timer)
  }, [isCopied])
  const Icon = isCopied ? Check : Copy
  return (
    <>
      <Button
        size="small"
        icon={<Icon size={15} aria-hidden="true" />}
        disabled={isDisabled}
        onClick={() => void onCopy().then(setIsCopied)}
      >
        {isCopied ? messages.copied : label}
      </Button>
      <span className="visually-hidden" role="status">
        {isCopied && messages.copied}
      </span>
    </>
  )
}
