import { RefreshCw } from 'lucide-react'
import type { AgentHttpState } from '../../../../shared/domain/agent-settings.ts'
import * as messages from '../../../../shared/messages/en/agents.ts'
import { useSettings } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { SwitchField } from '../../../ui/switch-field.tsx'
import { CopyButton } from './copy-button.tsx'
import type { AgentsActions } from './use-agents.ts'

const portMin = 1_024
const portMax = 65_535
/** Says nothing of the token, not even its length. */
const dots = '•'.repeat(24)

/** Connections of programs that are running already. */
export function HttpCard({ actions: { view, run } }: { readonly actions: AgentsActions }) {
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
