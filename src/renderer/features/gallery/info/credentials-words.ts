import type { CredentialsCheck } from '../../../../shared/domain/credentials-check.ts'

export type CheckedCredentials = Extract<CredentialsCheck, { is: 'checked' }>

/** The actions of C2PA 2.1, section 18.14, that are met in pictures. */
const actions: Readonly<Record<string, string>> = {
  'c2pa.created': 'Created',
  'c2pa.opened': 'Opened',
  'c2pa.edited': 'Edited',
  'c2pa.edited.metadata': 'Metadata edited',
  'c2pa.placed': 'Something placed in it',
  'c2pa.removed': 'Something taken out',
  'c2pa.resized': 'Resized',
  'c2pa.cropped': 'Cropped',
  'c2pa.transcoded': 'Saved in another form',
  'c2pa.converted': 'Saved in another form',
  'c2pa.repackaged': 'Re-encoded',
  'c2pa.color_adjustments': 'Colors adjusted',
  'c2pa.filtered': 'Filtered',
  'c2pa.drawing': 'Drawn on',
  'c2pa.orientation': 'Turned',
  'c2pa.enhanced': 'Enhanced',
  'c2pa.adjustedColor': 'Colors adjusted',
  'c2pa.watermarked': 'Watermarked',
  'c2pa.published': 'Published',
  'c2pa.redacted': 'Something left out of the record',
  'c2pa.unknown': 'Something was done',
}

/** An action for people; what is new to us in its own words. */
export function actionWords(name: string): string {
  return actions[name] ?? name
}

export const credentialStateWords: Readonly<Record<CheckedCredentials['state'], string>> = {
  intact: 'Unchanged since it was signed',
  changed: 'Changed since it was signed',
  broken: 'The credentials do not hold',
}
