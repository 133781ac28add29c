// Addresses as they stand on an envelope.
import { t } from "../../i18n";

/** An address; the null sender is written as SMTP writes it, with its name. */
export function Address({ of }: { of: string }) {
  if (of) return <>{of}</>;
  return (
    <>
      {"<>"} <span class="k">{t().inspector.nullSender}</span>
    </>
  );
}

export function refusedCode(code: string): boolean {
  return /^[45]/.test(code);
}
