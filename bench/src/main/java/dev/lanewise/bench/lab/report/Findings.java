package dev.lanewise.bench.lab.report;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.run.LabFile;
import dev.lanewise.bench.lab.run.LabResult;
import dev.lanewise.bench.lab.suite.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The results of a run with what they mean. */
public final class Findings {
  /**
   * What results are comparable under.
   *
   * @param threads that call at once
   * @param lanes bits of a vector, 0 for what the machine prefers
   */
  public record Setting(int threads, int lanes) {
    /** In a few words. */
    public String text() {
      return (threads == 1 ? "1 thread" : threads + " threads")
          + (lanes == 0 ? "" : ", vectors of " + lanes + " bits");
    }
  }

  private final LabFile file;
  private final Map<Setting, Limits> limits = new LinkedHashMap<>();
  private final List<Figure> figures = new ArrayList<>();

  /** Looks at a run. */
  public Findings(LabFile file) {
    this.file = file;
    for (LabResult result : file.results()) {
      limits.computeIfAbsent(
          setting(result),
          setting -> Limits.of(file.results(), setting.threads(), setting.lanes()));
    }
    for (LabResult result : file.results()) {
      Experiment experiment = Catalog.find(result.of().kernel());
      figures.add(Figure.of(experiment, result, limits(setting(result))));
    }
  }

  static Setting setting(LabResult result) {
    return new Setting(result.of().threads(), result.of().lanes());
  }

  /** The file that this is about. */
  public LabFile file() {
    return file;
  }

  /** The settings in the order of measurement. */
  public List<Setting> settings() {
    return List.copyOf(limits.keySet());
  }

  /** What the machine can do in a setting. */
  public Limits limits(Setting setting) {
    Limits known = limits.get(setting);
    return known == null ? Limits.of(List.of(), setting.threads(), setting.lanes()) : known;
  }

  /** All results in the order of measurement. */
  public List<Figure> figures() {
    return List.copyOf(figures);
  }

  /** The results of a family in a setting, by experiment. */
  public Map<Experiment, List<Figure>> byExperiment(String family, Setting setting) {
    Map<Experiment, List<Figure>> found = new LinkedHashMap<>();
    for (Figure figure : figures) {
      boolean wanted = figure.experiment().family().equals(family);
      if (wanted && setting(figure.result()).equals(setting)) {
        found.computeIfAbsent(figure.experiment(), _ -> new ArrayList<>()).add(figure);
      }
    }
    return found;
  }

  /** The families in the order of measurement. */
  public List<String> families() {
    return figures.stream().map(figure -> figure.experiment().family()).distinct().toList();
  }

  /** Another contestant at the same problem in the same setting. */
  public Optional<Figure> beside(Figure figure, Contestant other) {
    return figures.stream()
        .filter(one -> one.contestant() == other)
        .filter(one -> one.experiment().name().equals(figure.experiment().name()))
        .filter(one -> one.result().of().size() == figure.result().of().size())
        .filter(one -> setting(one.result()).equals(setting(figure.result())))
        .findFirst();
  }
}
