import type { ReactNode } from 'react'
import { useSetInFile } from '../../client/index.ts'
import { LockedFields, LockNote } from '../../ui/fields/locked-fields.tsx'

interface SettingName {
  /** In `atelier.yaml`: of a setting, or of a block of them. */
  readonly name: string
}

/** Says that `atelier.yaml` decides a setting, or one of a block; nothing where it does not. */
export function SetInFile({ name }: SettingName): ReactNode {
  return <LockNote by={useSetInFile(name)} />
}

/** Controls of a setting, disabled while `atelier.yaml` decides it. */
export function FileFields({ name, children }: SettingName & { readonly children: ReactNode }): ReactNode {
  return <LockedFields by={useSetInFile(name)}>{children}</LockedFields>
}
