import type { KeyboardEvent, ReactNode } from 'react'
import type { ProviderView } from '../../shared/domain/provider.ts'
import * as messages from '../../shared/messages/en/model-details.ts'
import { colon } from '../../shared/messages/formats.ts'
import { describeAbilities } from '../lib/models/model-abilities.ts'
import { modelDetails, priceTable } from '../lib/models/model-details.ts'
import type { ModelMatch } from '../lib/models/model-ref.ts'
import { privacyNote } from '../lib/models/privacy-note.ts'
import { Dialog } from './dialog.tsx'
import './model-details-dialog.css'

interface ModelDetailsDialogProps {
  readonly found: ModelMatch
  readonly actions?: ReactNode
  readonly onClose: () => void
}

/** Details of a model: abilities, price, data handling, and the vendor's pages on these. */
export function ModelDetailsDialog({ found, actions, onClose }: ModelDetailsDialogProps) {
  const { provider, card } = found
  const availability = describeAbilities(card, provider.models)
  return (
    <Dialog title={card.label} className="model-details" footer={actions} onClose={onClose}>
      {/* Keeps arrow keys from reaching a surrounding list. Focusable, to be scrollable by keyboard. */}
      <div
        className="dialog-body"
        role="group"
        aria-label={messages.details}
        tabIndex={0}
        data-autofocus
        onKeyDown={keepKeys}
      >
        <header>
          <p className="model-details-id">
            {provider.label} · <span className="selectable">{card.id}</span>
          </p>
          {availability.tone !== 'plain' && <p data-tone={availability.tone}>{availability.text}</p>}
          {card.note !== null && <p>{card.note}</p>}
        </header>
        <dl>
          {modelDetails(card).map(({ label, text }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="selectable">{text}</dd>
            </div>
          ))}
        </dl>
        <Price found={found} />
        <Privacy provider={provider} />
        <Links provider={provider} />
      </div>
    </Dialog>
  )
}

const keepKeys = (event: KeyboardEvent) => event.stopPropagation()

function Price({ found: { card } }: { readonly found: ModelMatch }) {
  const { lines, note } = priceTable(card.price)
  return (
    <section>
      <h3>{messages.price}</h3>
      {lines.length > 0 && (
        <table>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{messages.priceItem}</th>
              <th scope="col">{messages.usDollars}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ what, usd }) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td>{usd}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="model-details-note">{note}</p>
    </section>
  )
}

function Privacy({ provider }: { readonly provider: ProviderView }) {
  const { host, text } = privacyNote(provider)
  return (
    <section>
      <h3>{messages.privacy}</h3>
      <p>
        {host !== null && <span className="selectable">{`${host}${colon}`}</span>}
        {text}
      </p>
    </section>
  )
}

function Links({ provider: { pages, key } }: { readonly provider: ProviderView }) {
  const links = [
    { text: messages.documentation, url: pages?.docs ?? null },
    { text: messages.vendorPriceList, url: pages?.prices ?? null },
    { text: messages.getApiKey, url: key.pageUrl },
  ].flatMap(({ text, url }) => (url === null ? [] : [{ text, url }]))
  if (links.length === 0) return null
  return (
    <p className="model-details-links">
      {links.map(({ text, url }) => (
        <a key={text} href={url} target="_blank" rel="noreferrer">
          {text}
        </a>
      ))}
    </p>
  )
}
