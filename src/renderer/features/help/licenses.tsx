import { useState, type ReactNode } from 'react'
import * as messages from '../../../shared/messages/en/help.ts'
import type { Client } from '../../client/index.ts'
import { TextField } from '../../ui/fields/text-field.tsx'
import { useLoaded } from './use-loaded.ts'

const load = (client: Client) => client.call('app.licenses', {})

/** Everything by others that Atelier contains, with the words of their authors. */
export function Licenses(): ReactNode {
  const { value: packages, problem } = useLoaded(load)
  const [query, setQuery] = useState('')
  const wanted = query.trim().toLowerCase()
  const shown = (packages ?? []).filter(({ name, license }) => `${name} ${license}`.toLowerCase().includes(wanted))
  return (
    <section className="help-article" aria-label={messages.licenses}>
      <h1>{messages.licenses}</h1>
      {problem !== null && <p role="alert">{problem}</p>}
      {packages !== null && (
        <>
          <p>{messages.licensesHint({ count: packages.length })}</p>
          <TextField
            label={messages.findPackage}
            type="search"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </>
      )}
      {shown.map(({ name, version, license, text }) => (
        <details key={`${name} ${version}`} className="help-license">
          <summary>{messages.packageOf({ name, version, license })}</summary>
          <pre className="selectable">{text ?? messages.noLicenseText({ license })}</pre>
        </details>
      ))}
    </section>
  )
}
