import { useEffect, useState } from 'react'
import type { KeyView } from '../../../../shared/domain/provider.ts'
import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useWork } from './use-work.ts'

/** Which language model is asked: any address that speaks like OpenAI's chat completions, also one at home. */
export function RewriterSetup({ onDone }: { readonly onDone: () => void }) {
  const { client } = useServices()
  const rewriter = useSettings((each) => each.rewriter)
  const [address, setAddress] = useState(rewriter.baseUrl ?? '')
  const [model, setModel] = useState(rewriter.model)
  const [secret, setSecret] = useState('')
  const { key, setKey } = useKey()
  const work = useWork()
  const problem = address.trim() === '' || isAddress(address) ? null : messages.enterAddress
  const isOpen = address.trim() !== '' && problem === null && model.trim() !== '' && !work.isBusy
  const keep = () =>
    work.run(async () => {
      await client.call('prompts.setRewriter', { baseUrl: address.trim(), model: model.trim() })
      if (secret.trim() !== '') {
        const where = key?.keychainProblem === null ? 'keychain' : 'session'
        setKey(await client.call('prompts.setRewriterKey', { key: secret.trim(), keep: where }))
        setSecret('')
      }
      onDone()
    })
  const forget = () =>
    work.run(async () => setKey(await client.call('prompts.setRewriterKey', { key: null, keep: 'keychain' })))
  return (
    <div className="rewriter-setup">
      <TextField
        label={messages.address}
        placeholder="http://localhost:11434/v1"
        maxLength={500}
        data-autofocus
        problem={problem}
        value={address}
        onChange={({ target }) => setAddress(target.value)}
      />
      <TextField
        label={messages.model}
        placeholder={messages.modelNameOnServer}
        maxLength={300}
        value={model}
        onChange={({ target }) => setModel(target.value)}
      />
      <TextField
        label={messages.apiKey}
        type="password"
        placeholder={
          key === null || key.ending === null ? messages.noKeyNeeded : messages.keyEndsWith({ ending: key.ending })
        }
        value={secret}
        onChange={({ target }) => setSecret(target.value)}
      />
      {key?.keychainProblem !== null && key !== null && (
        <p className="prompt-hint">{messages.keyKeptUntilQuit({ problem: key.keychainProblem })}</p>
      )}
      {work.problem !== null && <p className="prompt-dialog-problem">{work.problem}</p>}
      <div className="rewriter-setup-actions">
        {key !== null && key.ending !== null && (
          <Button look="quiet" disabled={work.isBusy} onClick={() => void forget()}>
            {messages.removeApiKey}
          </Button>
        )}
        <Button disabled={!isOpen} onClick={() => void keep()}>
          {messages.save}
        </Button>
      </div>
    </div>
  )
}

function isAddress(text: string): boolean {
  return /^https?:$/.test(URL.parse(text.trim())?.protocol ?? '')
}

function useKey() {
  const { client } = useServices()
  const [key, setKey] = useState<KeyView | null>(null)
  useEffect(() => {
    // Without it the field says nothing of a key; setting one says what is wrong.
    client.call('prompts.rewriterKey', {}).then(setKey, () => undefined)
  }, [client])
  return { key, setKey }
}
