import { useModelDownload } from '../../../../client/use-model-download.ts'

/** Downloads it here; the row is the model as soon as it is there. */
export function GetRemovalModel() {
  const { label, terms, isBusy, start } = useModelDownload('remove')
  return (
    <>
      {terms}{' '}
      <button type="button" className="generate-link" disabled={isBusy} onClick={start}>
        {label}
      </button>
    </>
  )
}
