import { Copy } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import * as messages from '../../../shared/messages/en/help.ts'
import type { Client } from '../../client/index.ts'
import { copyText } from '../../lib/copy-text.ts'
import { Button } from '../../ui/button.tsx'
import { useLoaded } from './use-loaded.ts'

const load = async (client: Client) => (await client.call('app.diagnostics', {})).text

/** What a report of a problem needs, to be read before it is copied. */
export function Diagnostics(): ReactNode {
  const { value: text, problem } = useLoaded(load)
  return (
    <section className="help-article" aria-label={messages.diagnostics}>
      <h1>{messages.diagnostics}</h1>
      <p>{messages.diagnosticsHint}</p>
      {problem !== null && <p role="alert">{problem}</p>}
      {text !== null && <Report text={text} />}
    </section>
  )
}

function Report({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false)
  return (
    <>
      <Button icon={<Copy size={15} aria-hidden="true" />} onClick={() => setCopied(copyText(text))}>
        {messages.copyDiagnostics}
      </Button>
      <span className="help-copied" role="status">
        {isCopied && messages.copied}
      </span>
      <pre className="selectable" role="group" tabIndex={0} aria-label={messages.diagnostics}>
        {text}
      </pre>
    </>
  )
}
