import { KeyRound } from 'lucide-react'
import type { ProviderView } from '../../../shared/domain/provider.ts'

/** Said once for all cards: where keys cannot be kept for good. */
export function KeychainNotice({ providers }: { readonly providers: readonly ProviderView[] }) {
  if (providers.every(({ key }) => key.keychainProblem === null)) return null
  return (
    <p className="models-notice" role="note">
      <KeyRound size={15} aria-hidden="true" />
      <span>
        The keychain of this computer cannot be used, and Atelier keeps keys nowhere else: a key given here is forgotten
        when Atelier ends. Unlock or install a keychain (on Linux a Secret Service such as GNOME Keyring or KWallet), or
        set a service’s environment variable before starting Atelier.
      </span>
    </p>
  )
}
