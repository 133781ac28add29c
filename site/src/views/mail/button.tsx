// The ways into the mail programs: a button beside the tabs, and commands.
import { pick, t } from "../../i18n";
import { openMail } from "../../state/actions";
import { scenario } from "../../state/app";
import { type Item, provide } from "../shell/provide";
import { Icon, MenuButton } from "../shell/ui";

/** The hosts that have a mail program. */
function programs() {
  return scenario.value?.hosts.filter((h) => h.ua) ?? [];
}

/** A button beside the tabs that opens any mail program of this world. */
export function MailButton() {
  const all = programs();
  if (!all.length) return null;
  const items = all.map((h) => ({ label: `${h.id} · ${h.ua?.user ?? pick(h.label)}`, run: () => openMail(h.id) }));
  return (
    <MenuButton label={t().panel.openMail} class="tab" items={items}>
      <Icon name="letter" size={14} /> {t().panel.mail}
    </MenuButton>
  );
}

provide((): Item[] => programs().map((h) => ({ group: t().panel.openMail, title: h.id, run: () => openMail(h.id) })));
