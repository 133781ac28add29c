// The sheet of all keys, opened by "?".
import { t } from "../../i18n";
import { moreKeys } from "./provide";
import { Keys, Sheet } from "./sheet";

export function KeySheet() {
  const k = t().keys;
  const groups: [string, [string, string][]][] = [
    [
      k.groups.everywhere,
      [
        ["Ctrl+K", k.palette],
        ["?", k.sheet],
        ["Alt+1 … 5", k.panels],
        ["Alt+6", t().panel.anatomy],
        ["/", k.toPrompt],
      ],
    ],
    [
      k.groups.time,
      [
        ["Space", k.play],
        ["←", k.back],
        ["→", k.forward],
        ["Shift+→", k.reply],
        ["Home", k.home],
        ["End", k.end],
      ],
    ],
    [
      k.groups.prompt,
      [
        ["Enter", k.send],
        ["Shift+Enter", k.newline],
        ["Tab", k.complete],
        ["Esc Tab", k.leave],
        ["↑ ↓", k.history],
        ["Ctrl+R", k.search],
        ["Ctrl+L", k.clear],
        ["Ctrl+C", k.abandon],
        ["Ctrl+D", k.eof],
        ["Ctrl+A/E/U/K/W", k.edit],
      ],
    ],
    [
      k.groups.log,
      [
        ["↑ ↓", k.lines],
        ["Enter", k.explain],
        ["Ctrl+Enter", k.again],
        ["Esc", k.closeCard],
      ],
    ],
    ...moreKeys.map((of) => of()),
  ];
  return (
    <Sheet title={k.title}>
      <div class="inside">
        <dl class="keys">
          {groups.map(([title, rows]) => (
            <>
              <h3>{title}</h3>
              {rows.map(([keys, what]) => (
                <div key={what}>
                  <dt>{what}</dt>
                  <dd>
                    <Keys of={keys} />
                  </dd>
                </div>
              ))}
            </>
          ))}
        </dl>
      </div>
    </Sheet>
  );
}
