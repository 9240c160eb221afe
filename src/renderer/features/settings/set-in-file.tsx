import type { ReactNode } from 'react'
import { setBy } from '../../../shared/messages/en/models.ts'
import { useSetInFile } from '../../client/index.ts'

/** Says that `atelier.yaml` decides a setting, by its name there or that of its block; nothing where it does not. */
export function SetInFile({ name }: { readonly name: string }): ReactNode {
  const file = useSetInFile(name)
  return file !== null && <p className="settings-note settings-lock">{setBy({ source: file })}</p>
}
